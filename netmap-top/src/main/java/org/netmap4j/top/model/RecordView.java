package org.netmap4j.top.model;

import org.jspecify.annotations.Nullable;

/**
 * How far a recording is. Immutable.
 *
 * @param state how far it is; once {@link TapView.State#ENDED}, the file is complete and closed
 * @param means how the packets are had, as in {@link TapView#means}
 * @param file the file that is written now; {@code -} for standard output
 * @param seen packets that came by
 * @param matched those that the filter took
 * @param written those that the file has
 * @param bytes the size of all files that were written
 * @param lost packets that the recording itself lost: monitor loss, never the port's
 * @param trouble what is wrong, in one line; null when nothing is
 */
public record RecordView(
    TapView.State state,
    String means,
    String file,
    long seen,
    long matched,
    long written,
    long bytes,
    long lost,
    @Nullable String trouble) {}
