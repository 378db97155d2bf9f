/**
 * The room of native code: every downcall, every layout, every number of the system, and nothing
 * else. No policy and no logging here; what a failing call means is decided above.
 */
@NullMarked
package org.netmap4j.ffi;

import org.jspecify.annotations.NullMarked;
