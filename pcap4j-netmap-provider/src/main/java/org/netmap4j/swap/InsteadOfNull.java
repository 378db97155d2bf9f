package org.netmap4j.swap;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/**
 * Where a static method of one argument answers null, it answers what another static method says of
 * that argument.
 */
record InsteadOfNull(ClassDesc owner, String name, MethodTypeDesc type) implements CodeTransform {
  @Override
  public void accept(CodeBuilder code, CodeElement element) {
    if (element instanceof ConstantInstruction constant
        && constant.opcode() == Opcode.ACONST_NULL) {
      code.aload(0).invokestatic(owner, name, type);
    } else {
      code.with(element);
    }
  }
}
