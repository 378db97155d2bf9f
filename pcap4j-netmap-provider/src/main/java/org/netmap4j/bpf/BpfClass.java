package org.netmap4j.bpf;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.Optional;

/**
 * Makes a class of a program, whose {@link BpfMatcher#run} is compiled by the JVM as any method is:
 * the registers and the scratch memory are its local variables.
 */
final class BpfClass {
  /** What is longer is not tried. */
  private static final int LONGEST = 256;

  /** A longer method is never compiled by HotSpot: HugeMethodLimit. */
  private static final int LONGEST_METHOD = 8000;

  private static final String METHOD = "run";

  private static final ClassDesc SEGMENT = MemorySegment.class.describeConstable().orElseThrow();
  private static final ClassDesc BYTES = PacketBytes.class.describeConstable().orElseThrow();
  private static final ClassDesc ARITHMETIC = Arithmetic.class.describeConstable().orElseThrow();
  private static final ClassDesc INTEGER = ConstantDescs.CD_Integer;
  private static final ClassDesc INT = ConstantDescs.CD_int;
  private static final MethodTypeDesc RUN =
      MethodTypeDesc.of(INT, SEGMENT, ConstantDescs.CD_long, INT, INT);
  private static final MethodTypeDesc AT = MethodTypeDesc.of(INT, SEGMENT, ConstantDescs.CD_long);
  private static final MethodTypeDesc TWO = MethodTypeDesc.of(INT, INT, INT);
  private static final MethodTypeDesc THREE = MethodTypeDesc.of(INT, INT, INT, INT);

  // local variables; 0 is this, and a long takes two
  private static final int MEMORY = 1;
  private static final int START = 2;
  private static final int CAPTURED = 4;
  private static final int LENGTH = 5;
  private static final int A = 6;
  private static final int X = 7;
  private static final int PLACE = 8;
  private static final int SCRATCH = 10;

  private final List<BpfInstruction> program;
  private final CodeBuilder code;
  private final Label[] labels;
  private final Label refused;

  private BpfClass(List<BpfInstruction> program, CodeBuilder code) {
    this.program = program;
    this.code = code;
    labels = new Label[program.size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = code.newLabel();
    }
    refused = code.newLabel();
  }

  /**
   * A matcher of a class of its own, which goes when the matcher does; empty where it would be
   * slower than the interpreter, as its method would not be compiled.
   */
  static Optional<BpfMatcher> matcher(BpfProgram program) {
    if (program.instructions().size() > LONGEST) {
      return Optional.empty();
    }
    ClassDesc name = ClassDesc.of(BpfClass.class.getPackageName(), "Filter");
    byte[] bytes =
        ClassFile.of()
            .build(
                name,
                type ->
                    type.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER)
                        .withInterfaceSymbols(BpfMatcher.class.describeConstable().orElseThrow())
                        .withMethodBody(
                            ConstantDescs.INIT_NAME,
                            ConstantDescs.MTD_void,
                            0,
                            init ->
                                init.aload(0)
                                    .invokespecial(
                                        ConstantDescs.CD_Object,
                                        ConstantDescs.INIT_NAME,
                                        ConstantDescs.MTD_void)
                                    .return_())
                        .withMethodBody(
                            METHOD,
                            RUN,
                            ClassFile.ACC_PUBLIC,
                            run -> new BpfClass(program.instructions(), run).write()));
    if (methodLength(bytes) > LONGEST_METHOD) {
      return Optional.empty();
    }
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup().defineHiddenClass(bytes, true);
      return Optional.of((BpfMatcher) lookup.lookupClass().getDeclaredConstructor().newInstance());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a class for\n" + program, e);
    }
  }

  private static int methodLength(byte[] bytes) {
    return ClassFile.of().parse(bytes).methods().stream()
        .filter(it -> it.methodName().equalsString(METHOD))
        .flatMap(it -> it.findAttribute(Attributes.code()).stream())
        .mapToInt(CodeAttribute::codeLength)
        .sum();
  }

  private void write() {
    for (int local = A; local <= X; local++) {
      code.iconst_0().istore(local);
    }
    boolean scratch =
        program.stream()
            .anyMatch(it ->
                BpfCode.kind(it.code()) <= BpfCode.LDX && BpfCode.mode(it.code()) == BpfCode.MEM);
    for (int i = 0; scratch && i < BpfCode.MEMORY; i++) {
      code.iconst_0().istore(SCRATCH + i);
    }
    for (int i = 0; i < program.size(); i++) {
      code.labelBinding(labels[i]);
      write(i, program.get(i));
    }
    code.labelBinding(refused).iconst_0().ireturn();
  }

  private void write(int i, BpfInstruction it) {
    int kind = BpfCode.kind(it.code());
    switch (kind) {
      case BpfCode.LD -> load(it, A);
      case BpfCode.LDX -> load(it, X);
      case BpfCode.ST -> code.iload(A).istore(SCRATCH + it.k());
      case BpfCode.STX -> code.iload(X).istore(SCRATCH + it.k());
      case BpfCode.ALU -> arithmetic(it);
      case BpfCode.JMP -> jump(i, it);
      case BpfCode.RET -> {
        if ((it.code() & BpfCode.A) != 0) {
          code.iload(A);
        } else {
          code.loadConstant(it.k());
        }
        code.ireturn();
      }
      default -> {
        boolean toA = BpfCode.operation(it.code()) == BpfCode.TXA;
        code.iload(toA ? X : A).istore(toA ? A : X);
      }
    }
  }

  private void load(BpfInstruction it, int register) {
    switch (BpfCode.mode(it.code())) {
      case BpfCode.IMM -> code.loadConstant(it.k());
      case BpfCode.LEN -> code.iload(LENGTH);
      case BpfCode.MEM -> code.iload(SCRATCH + it.k());
      case BpfCode.IND -> {
        code.iload(X).i2l().loadConstant(0xffff_ffffL).land();
        code.loadConstant(Integer.toUnsignedLong(it.k())).ladd().lstore(PLACE);
        code.lload(PLACE).loadConstant((long) BpfCode.bytes(it.code())).ladd();
        code.iload(CAPTURED).i2l().lcmp().ifgt(refused);
        code.aload(MEMORY).lload(START).lload(PLACE).ladd();
        bytes(it);
      }
      default -> {
        long end = Integer.toUnsignedLong(it.k()) + BpfCode.bytes(it.code());
        if (end > Integer.MAX_VALUE) {
          code.goto_(refused);
          return;
        }
        code.iload(CAPTURED).loadConstant((int) end).if_icmplt(refused);
        code.aload(MEMORY).lload(START).loadConstant((long) it.k()).ladd();
        bytes(it);
      }
    }
    code.istore(register);
  }

  private void bytes(BpfInstruction it) {
    String name =
        BpfCode.mode(it.code()) == BpfCode.MSH
            ? "headerLength"
            : switch (BpfCode.size(it.code())) {
              case BpfCode.W -> "i32";
              case BpfCode.H -> "u16";
              default -> "u8";
            };
    code.invokestatic(BYTES, name, AT);
  }

  private void operand(BpfInstruction it) {
    if (BpfCode.withX(it.code())) {
      code.iload(X);
    } else {
      code.loadConstant(it.k());
    }
  }

  private void arithmetic(BpfInstruction it) {
    int operation = BpfCode.operation(it.code());
    boolean divides = operation == BpfCode.DIV || operation == BpfCode.MOD;
    if (divides && BpfCode.withX(it.code())) {
      code.iload(X).ifeq(refused);
    }
    boolean byX = BpfCode.withX(it.code());
    boolean shifts = operation == BpfCode.LSH || operation == BpfCode.RSH;
    if (shifts && byX) {
      code.loadConstant(operation).iload(A).iload(X).invokestatic(ARITHMETIC, "apply", THREE);
      code.istore(A);
      return;
    }
    code.iload(A);
    if (operation == BpfCode.NEG) {
      code.ineg().istore(A);
      return;
    }
    operand(it);
    switch (operation) {
      case BpfCode.ADD -> code.iadd();
      case BpfCode.SUB -> code.isub();
      case BpfCode.MUL -> code.imul();
      case BpfCode.OR -> code.ior();
      case BpfCode.AND -> code.iand();
      case BpfCode.XOR -> code.ixor();
      case BpfCode.LSH -> code.ishl();
      case BpfCode.RSH -> code.iushr();
      case BpfCode.DIV -> code.invokestatic(INTEGER, "divideUnsigned", TWO);
      default -> code.invokestatic(INTEGER, "remainderUnsigned", TWO);
    }
    code.istore(A);
  }

  private void jump(int i, BpfInstruction it) {
    int operation = BpfCode.operation(it.code());
    if (operation == BpfCode.JA) {
      code.goto_(labels[i + 1 + it.k()]);
      return;
    }
    Label yes = labels[i + 1 + it.jt()];
    code.iload(A);
    operand(it);
    switch (operation) {
      case BpfCode.JEQ -> code.if_icmpeq(yes);
      case BpfCode.JSET -> code.iand().ifne(yes);
      case BpfCode.JGT -> code.invokestatic(INTEGER, "compareUnsigned", TWO).ifgt(yes);
      default -> code.invokestatic(INTEGER, "compareUnsigned", TWO).ifge(yes);
    }
    if (it.jf() > 0) {
      code.goto_(labels[i + 1 + it.jf()]);
    }
  }
}
