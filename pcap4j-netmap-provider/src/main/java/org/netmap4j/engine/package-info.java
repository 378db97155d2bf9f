/**
 * The seam: netmap's own system-call interface, as Java.
 *
 * <p>An {@link org.netmap4j.engine.Engine} takes a {@link org.netmap4j.engine.RegisterRequest} and
 * gives back a {@link org.netmap4j.engine.Registration}: the mapped region, where the netmap_if is
 * in it, the reply's fields, the two syncs, what to wait for, and close. Everything above is one
 * code path for all engines; everything below is one engine's own. Engines are found through {@link
 * java.util.ServiceLoader}.
 *
 * <p>Numbers (modes, flags) are netmap's own, as in net/netmap.h.
 */
@NullMarked
package org.netmap4j.engine;

import org.jspecify.annotations.NullMarked;
