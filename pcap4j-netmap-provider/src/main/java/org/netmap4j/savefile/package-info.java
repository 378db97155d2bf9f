/**
 * Packets in files: the classic pcap format, read and written as a stream.
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
 * <p>All fields are unsigned. The format is that of pcap-savefile(5).
 *
 * <p>A reader or a writer belongs to one thread at a time, owns its channel and closes it. Neither
 * allocates per record.
 */
@NullMarked
package org.netmap4j.savefile;

import org.jspecify.annotations.NullMarked;
