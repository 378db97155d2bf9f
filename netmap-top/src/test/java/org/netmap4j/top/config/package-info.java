@NullMarked
package org.netmap4j.top.config;

import org.jspecify.annotations.NullMarked;
