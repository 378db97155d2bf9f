/**
 * netmap in userspace: the module's memory image and rules. NIC ports over packet sockets, tap
 * devices, savefiles and generators; pipes, VALE switches, monitors.
 *
 * <p>Its ports live in one process. It has no threads on the data path: work happens in the
 * caller's sync, as in the module.
 *
 * <pre>
 *  EmbeddedRegistration      one nifp, the rings that it binds
 *        |
 *      Port                  NicPort, SwitchPort, PipeEnd, MonitorPort, NullPort
 *        |
 *   Kring + RingQueue        a ring as this side sees it, and what stands behind it:
 *                            a driver's queue, a Lane (pipe), an Inbox or Forwarder (VALE),
 *                            an Inbox (monitor)
 * </pre>
 *
 * <p>Locks, in the order in which they may be taken: the engine's, for ports and what they consist
 * of, which no sync takes; a ring's, held for the length of one sync and only ever tried by syncs;
 * an Inbox's, for those who write into it. What crosses from one thread's sync to another's is a
 * {@link org.netmap4j.engine.embedded.SharedIndex}. Who sleeps is woken by a {@link
 * org.netmap4j.engine.embedded.Wake}.
 */
@NullMarked
package org.netmap4j.engine.embedded;

import org.jspecify.annotations.NullMarked;
