package org.netmap4j.swap;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.util.function.Consumer;

/** Puts something before a method's first instruction. */
record AtStart(Consumer<CodeBuilder> what) implements CodeTransform {
  @Override
  public void atStart(CodeBuilder code) {
    what.accept(code);
  }

  @Override
  public void accept(CodeBuilder code, CodeElement element) {
    code.with(element);
  }
}
