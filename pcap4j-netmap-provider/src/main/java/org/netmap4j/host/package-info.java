/**
 * What the host says of its own network interfaces: names, state, queues, offloads; and of its
 * cores.
 *
 * <p>Interfaces are asked for by ioctl and rtnetlink, so the answers are those of the caller's
 * network namespace. Nothing is changed and nothing is sent; only {@code Cores.pin} and {@code
 * Promiscuous} do what they say.
 */
@NullMarked
package org.netmap4j.host;

import org.jspecify.annotations.NullMarked;
