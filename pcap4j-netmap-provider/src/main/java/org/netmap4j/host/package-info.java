/**
 * What the host says of its own network interfaces: names, state, queues, offloads.
 *
 * <p>It asks by ioctl, so the answers are those of the caller's network namespace. Nothing is
 * changed and nothing is sent.
 */
@NullMarked
package org.netmap4j.host;

import org.jspecify.annotations.NullMarked;
