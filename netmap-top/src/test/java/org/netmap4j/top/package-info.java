/** Tests of the tool as a whole, and what they share. */
@NullMarked
package org.netmap4j.top;

import org.jspecify.annotations.NullMarked;
