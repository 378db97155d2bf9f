/**
 * What is wrong with a machine, an interface or a port, as far as netmap is concerned: checks that
 * are pure functions of what was gathered, and yield findings. Nothing here asks the machine.
 */
@NullMarked
package org.netmap4j.top.doctor;

import org.jspecify.annotations.NullMarked;
