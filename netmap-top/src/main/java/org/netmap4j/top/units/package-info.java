/** Numbers as people read them: SI prefixes, four significant digits, units of rates. */
@NullMarked
package org.netmap4j.top.units;

import org.jspecify.annotations.NullMarked;
