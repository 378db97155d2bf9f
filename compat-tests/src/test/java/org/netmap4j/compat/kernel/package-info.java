/**
 * What has to be seen on netmap's real module; elsewhere each test says that there is none, and is
 * skipped.
 */
@NullMarked
package org.netmap4j.compat.kernel;

import org.jspecify.annotations.NullMarked;
