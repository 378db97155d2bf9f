package org.netmap4j.swap;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Map;

/**
 * Methods that fetch one packet make places in native memory for the answer, each time; here they
 * make objects of ours instead, of the same methods.
 */
final class NextCalls implements CodeTransform {
  private static final ClassDesc PACKETS = ClassDesc.ofInternalName(Helpers.PACKETS);

  /** What stands for what. */
  private static final Map<ClassDesc, ClassDesc> INSTEAD =
      Map.of(
          Pcap4j.POINTER_BY_REFERENCE, ClassDesc.ofInternalName(Helpers.PACKAGE + "NetmapNextEx"),
          Pcap4j.PACKET_HEADER, ClassDesc.ofInternalName(Helpers.PACKAGE + "NetmapNext"));

  /** Whether a method fetches one packet. */
  static boolean in(MethodModel method) {
    return method.code().stream().flatMap(it -> it.elementStream()).anyMatch(NextCalls::isNext);
  }

  private static boolean isNext(CodeElement element) {
    return element instanceof InvokeInstruction call
        && call.owner().asInternalName().equals(Pcap4j.NATIVE_MAPPINGS)
        && (call.name().equalsString("pcap_next") || call.name().equalsString("pcap_next_ex"));
  }

  private static MethodTypeDesc instead(MethodTypeDesc type) {
    return MethodTypeDesc.of(
        type.returnType(),
        type.parameterList().stream().map(it -> INSTEAD.getOrDefault(it, it)).toList());
  }

  @Override
  public void accept(CodeBuilder code, CodeElement element) {
    switch (element) {
      case NewObjectInstruction made when INSTEAD.containsKey(made.className().asSymbol()) ->
          code.new_(INSTEAD.get(made.className().asSymbol()));
      case InvokeInstruction call when isNext(call) ->
          code.invokestatic(PACKETS, call.name().stringValue(), instead(call.typeSymbol()));
      case InvokeInstruction call
          when call.opcode() != Opcode.INVOKESTATIC
              && INSTEAD.containsKey(call.owner().asSymbol()) ->
          code.invoke(
              call.opcode(),
              INSTEAD.get(call.owner().asSymbol()),
              call.name().stringValue(),
              call.typeSymbol(),
              call.isInterface());
      default -> code.with(element);
    }
  }
}
