/**
 * netmap ports.
 *
 * <p>A port is named by a {@link org.netmap4j.PortSpec}, an immutable value that any thread may
 * use.
 */
@NullMarked
package org.netmap4j;

import org.jspecify.annotations.NullMarked;
