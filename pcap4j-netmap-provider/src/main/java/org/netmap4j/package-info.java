/** netmap ports. */
@NullMarked
package org.netmap4j;

import org.jspecify.annotations.NullMarked;
