package org.netmap4j.top.ui;

/** A piece of a line, in one role. */
record Span(String text, Role role) {}
