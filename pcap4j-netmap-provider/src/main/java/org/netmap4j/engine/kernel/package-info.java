/**
 * The engine in the kernel: netmap's module, through /dev/netmap.
 *
 * <p>Requests go by NIOCCTRL. A region is mapped once for all registrations on it, through a
 * descriptor of its own, so that the mapping keeps no port alive; it is unmapped before that
 * descriptor is closed.
 *
 * <p><b>A link that goes down.</b> While an interface is down, the module keeps every sync on its
 * ports in a sleep that not even SIGKILL ends. So the link is looked at before each sync, and
 * waiting is by epoll(7), not by poll(2), which syncs by itself. What is left is a link that goes
 * down within a sync: {@link org.netmap4j.engine.kernel.Watchdog} then says which thread is held,
 * and how to free it.
 */
@NullMarked
package org.netmap4j.engine.kernel;

import org.jspecify.annotations.NullMarked;
