/** Tests of the package of this name. */
@NullMarked
package org.netmap4j.top.source;

import org.jspecify.annotations.NullMarked;
