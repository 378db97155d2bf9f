/**
 * netmap in userspace: the module's memory image and rules, over packet sockets, savefiles and
 * generators.
 *
 * <p>Its ports live in one process. It has no threads on the data path: work happens in the
 * caller's sync, as in the module. What stands behind a NIC port is a {@link
 * org.netmap4j.engine.embedded.NicDriver}. A ring is guarded by its own lock, held for the length
 * of one sync; a port's bindings by the engine's.
 */
@NullMarked
package org.netmap4j.engine.embedded;

import org.jspecify.annotations.NullMarked;
