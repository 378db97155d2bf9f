/**
 * Packets in files: pcap and pcapng, read and written as a stream, or read where they are mapped.
 *
 * <p>{@link Savefiles} opens a file of either format. A pcap file, after pcap-savefile(5):
 *
 * <pre>{@code
 * byte 0   magic        4   A1B2C3D4 microseconds, A1B23C4D nanoseconds; its byte order is the file's
 *      4   version      2+2 2, 4
 *      8   reserved     8   ignored
 *      16  snaplen      4   the longest packet kept
 *      20  linktype     4   its low 16 bits; above them the length of a frame check sequence, ignored
 *      24  records          each: seconds 4, fraction 4, captured 4, original 4, captured bytes
 * }</pre>
 *
 * <p>A pcapng file, after draft-ietf-opsawg-pcapng, is a row of blocks, each with its type 4, its
 * length 4, a body, and the length again 4. Lengths are multiples of 4; a section may have another
 * byte order than the one before.
 *
 * <pre>{@code
 * section header         0A0D0D0A  1A2B3C4D 4, version 2+2, length 8, options
 * interface description  1         linktype 2, 0 2, snaplen 4, options
 * obsolete packet        2         interface 2, drops 2, time 4+4, captured 4, original 4, bytes, options
 * simple packet          3         original 4, bytes
 * interface statistics   5         interface 4, time 4+4, options
 * enhanced packet        6         interface 4, time 4+4, captured 4, original 4, bytes, options
 * }</pre>
 *
 * <p>All fields are unsigned. A reader or a writer belongs to one thread at a time, owns its
 * channel and closes it. None allocates per packet.
 */
@NullMarked
package org.netmap4j.savefile;

import org.jspecify.annotations.NullMarked;
