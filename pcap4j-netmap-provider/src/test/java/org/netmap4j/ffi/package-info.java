/** Tests of the package of this name. */
@NullMarked
package org.netmap4j.ffi;

import org.jspecify.annotations.NullMarked;
