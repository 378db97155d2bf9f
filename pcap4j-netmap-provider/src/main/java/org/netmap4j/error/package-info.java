/**
 * What can go wrong, as data.
 *
 * <p>Inside the library an error is a {@link org.netmap4j.error.NetmapError}, a record per cause;
 * at its edge it travels in a {@link org.netmap4j.error.NetmapException}. The lowest package: it
 * knows no other.
 */
@NullMarked
package org.netmap4j.error;

import org.jspecify.annotations.NullMarked;
