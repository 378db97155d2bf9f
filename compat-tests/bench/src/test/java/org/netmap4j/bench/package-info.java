/** Tests of the benchmarks: that Java and C do the same work, and that a miss is told. */
@NullMarked
package org.netmap4j.bench;

import org.jspecify.annotations.NullMarked;
