/** Runs each example. */
@NullMarked
package org.netmap4j.examples;

import org.jspecify.annotations.NullMarked;
