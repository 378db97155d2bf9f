/**
 * netmap ports in Java.
 *
 * <p>{@link org.netmap4j.Netmap} opens a {@link org.netmap4j.NetmapPort} by its name. A port has
 * {@link org.netmap4j.RxRing}s and {@link org.netmap4j.TxRing}s. Packets are delivered in three
 * ways, the fastest first: in batches ({@link org.netmap4j.PacketBatch}), one by one by a cursor
 * ({@link org.netmap4j.Packet}, as nm_dispatch and nm_nextpkt), or copied out of the cursor. They
 * are sent by inject, as nm_inject, many at once by injectBatch, or written in place ({@link
 * org.netmap4j.Reservation}).
 *
 * <p><b>Threads.</b> A ring has one owner at a time: no two threads use the same ring, or the same
 * port's {@code dispatch}, {@code nextPacket} or {@code inject}, at once. {@code wake} and {@code
 * close} may be called by any thread at any time; after {@code close} every call throws, and none
 * faults.
 *
 * <p><b>Lifetimes.</b> A packet or batch is valid until the callback that it was given to returns;
 * a packet of {@code nextPacket} until the next call on its port.
 */
@NullMarked
package org.netmap4j;

import org.jspecify.annotations.NullMarked;
