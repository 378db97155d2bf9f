/**
 * Whole programs on netmap ports. Each is one file, to be copied; run without arguments, each says
 * how it is used.
 */
@NullMarked
package org.netmap4j.examples;

import org.jspecify.annotations.NullMarked;
