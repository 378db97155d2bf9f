/** netmap-top. */
@NullMarked
package org.netmap4j.top;

import org.jspecify.annotations.NullMarked;
