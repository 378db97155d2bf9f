/**
 * The one room with native code: every downcall, every layout, every number, and no policy.
 *
 * <p>Calls answer as the kernel does: zero or more on success, {@code -errno} on failure, so
 * nothing here throws for what the system says. Numbers and offsets cite the header they come from.
 * The package is not exported.
 */
@NullMarked
package org.netmap4j.ffi;

import org.jspecify.annotations.NullMarked;
