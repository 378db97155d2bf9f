/**
 * What the tool knows at one moment: immutable records that the screen, the batch writers and the
 * exporter all read.
 */
@NullMarked
package org.netmap4j.top.model;

import org.jspecify.annotations.NullMarked;
