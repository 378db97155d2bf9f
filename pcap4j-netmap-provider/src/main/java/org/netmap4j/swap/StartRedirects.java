package org.netmap4j.swap;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a static initialiser asks of JNA, that would fail without libpcap, it asks of {@link
 * Helpers#START}; so it does with {@code System.getenv}, without whose {@code SystemRoot}
 * 2.0.0-alpha.6 does not load.
 */
final class StartRedirects implements CodeTransform {
  private static final ClassDesc START = ClassDesc.ofInternalName(Helpers.START);

  private static final Set<String> ASKED =
      Set.of(
          "com/sun/jna/Function",
          "com/sun/jna/Native",
          "com/sun/jna/NativeLibrary",
          "java/lang/System");

  /** What the stand-in has, as name and descriptor. */
  private static final Set<String> KNOWN =
      ClassFile.of().parse(Helpers.bytes(Helpers.START)).methods().stream()
          .map(it -> it.methodName().stringValue() + it.methodType().stringValue())
          .collect(Collectors.toUnmodifiableSet());

  @Override
  public void accept(CodeBuilder code, CodeElement element) {
    if (element instanceof InvokeInstruction call
        && call.opcode() == Opcode.INVOKESTATIC
        && ASKED.contains(call.owner().asInternalName())
        && KNOWN.contains(call.name().stringValue() + call.type().stringValue())) {
      code.invokestatic(START, call.name().stringValue(), call.typeSymbol());
    } else {
      code.with(element);
    }
  }
}
