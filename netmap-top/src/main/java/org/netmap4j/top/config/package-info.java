/**
 * What a user wants every time, from a file: {@link org.netmap4j.top.config.ConfigFile} finds and
 * reads it, {@link org.netmap4j.top.config.ConfigParser} understands it, and {@link
 * org.netmap4j.top.config.Config} is what it says. The command line wins over it.
 */
@NullMarked
package org.netmap4j.top.config;

import org.jspecify.annotations.NullMarked;
