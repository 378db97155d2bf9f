/** Tests of the package of this name. */
@NullMarked
package org.netmap4j.top.packet;

import org.jspecify.annotations.NullMarked;
