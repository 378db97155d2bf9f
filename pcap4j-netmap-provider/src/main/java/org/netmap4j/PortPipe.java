package org.netmap4j;

/**
 * One end of a netmap pipe, as its port's name says it: {@code base{id} is the master, {@code
 * base}id} the slave.
 *
 * @param base the port the pipe hangs on; may be empty in the grammar, which the kernel then
 *     refuses
 * @param master whether this is the master's end
 * @param id letters, digits and {@code _}; never empty
 */
public record PortPipe(String base, boolean master, String id) {}
