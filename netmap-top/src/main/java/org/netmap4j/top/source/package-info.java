/**
 * Readings of real rings: ports of the embedded engine, opened to be looked at; and the ports of
 * other processes, which are observed.
 *
 * <p>What the machine says is asked for by threads of their own ({@code MachineWatch}), as the
 * kernel may take its time. {@code Examiner} gathers what the doctor looks at.
 *
 * <p>The one place of the tool that knows the library. It opens receive rings only, and of the
 * kernel engine nothing but monitors: registering a NIC there takes it from the host.
 */
@NullMarked
package org.netmap4j.top.source;

import org.jspecify.annotations.NullMarked;
