/** What has to be seen on real interfaces, terminals and files. */
@NullMarked
package org.netmap4j.compat;

import org.jspecify.annotations.NullMarked;
