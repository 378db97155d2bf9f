package org.netmap4j.swap;

import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_void;
import static org.netmap4j.swap.Pcap4j.POINTER;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.AccessFlag;
import java.util.HashMap;
import java.util.Map;

/**
 * Rewrites the four classes of pcap4j that know libpcap. All that is put into them are calls of
 * static methods: they are class files of Java 6 and 8.
 */
public final class Weaver {
  /** How the woven classes find their helpers. */
  public enum Mode {
    /** The helpers are defined when pcap4j is initialised: the agent's way. */
    DEFINE,
    /** The helpers are in the same jar. */
    BESIDE
  }

  private static final ClassDesc OPENING = ClassDesc.ofInternalName(Helpers.OPENING);
  private static final ClassDesc START = ClassDesc.ofInternalName(Helpers.START);
  private static final ClassDesc HELPERS = ClassDesc.of(Helpers.class.getName());
  private static final ClassDesc LOOKUPS = ClassDesc.of(MethodHandles.class.getName());
  private static final ClassDesc LOOKUP = LOOKUPS.nested("Lookup");

  /** What the helpers answer, as name and descriptor, and which of them does. */
  private static final Map<String, ClassDesc> ANSWERS = answers();

  private final Mode mode;
  private final ClassFile classFile;

  /**
   * A weaver.
   *
   * @param hierarchy knows the classes that pcap4j uses
   */
  Weaver(Mode mode, ClassHierarchyResolver hierarchy) {
    this.mode = mode;
    classFile =
        ClassFile.of(
            ClassFile.ClassHierarchyResolverOption.of(
                hierarchy.orElse(ClassHierarchyResolver.defaultResolver())));
  }

  private static Map<String, ClassDesc> answers() {
    Map<String, ClassDesc> answers = new HashMap<>();
    for (String name : Helpers.ANSWERS) {
      ClassModel model = ClassFile.of().parse(Helpers.bytes(name));
      model.methods().forEach(it -> answers.put(signature(it), model.thisClass().asSymbol()));
    }
    return Map.copyOf(answers);
  }

  /** Whether a class of this internal name is to be woven. */
  static boolean concerns(String name) {
    return switch (name) {
      case Pcap4j.NATIVE_MAPPINGS, Pcap4j.LIBRARY, Pcap4j.HANDLE, Pcap4j.PCAPS -> true;
      default -> false;
    };
  }

  /**
   * Weaves one class.
   *
   * @param original the class file, of a class that {@link #concerns} names
   * @throws WeaveException it is not the class that it should be
   */
  byte[] weave(byte[] original) throws WeaveException {
    ClassModel model = classFile.parse(original);
    check(model);
    return switch (model.thisClass().asInternalName()) {
      case Pcap4j.NATIVE_MAPPINGS -> natives(model);
      case Pcap4j.LIBRARY -> library(model);
      case Pcap4j.HANDLE -> handle(model);
      case Pcap4j.PCAPS -> pcaps(model);
      default ->
          throw new WeaveException(model.thisClass().asInternalName() + " is not to be woven");
    };
  }

  private static boolean isWoven(MethodModel method) {
    return method.code().stream()
        .flatMap(it -> it.elementStream())
        .anyMatch(it ->
            it instanceof InvokeInstruction call
                && Helpers.NAMES.contains(call.owner().asInternalName()));
  }

  private static String signature(MethodModel method) {
    return method.methodName().stringValue() + method.methodType().stringValue();
  }

  private static boolean isNative(MethodModel method) {
    return method.flags().has(AccessFlag.NATIVE);
  }

  /**
   * Makes sure that the natives of a pcap4j are known.
   *
   * @param nativeMappings the class file of {@link Pcap4j#NATIVE_MAPPINGS}
   * @throws WeaveException they are not; none of its classes may be woven
   */
  void check(byte[] nativeMappings) throws WeaveException {
    check(classFile.parse(nativeMappings));
  }

  private static void check(ClassModel model) throws WeaveException {
    String name = model.thisClass().asInternalName();
    if (model.methods().stream().anyMatch(Weaver::isWoven)) {
      throw new WeaveException(name + " is woven already");
    }
    for (MethodModel method : model.methods()) {
      if (isNative(method) && !ANSWERS.containsKey(signature(method)) && takesHandle(method)) {
        throw new WeaveException(
            "%s has a native that netmap4j does not know: %s; its natives must be those of pcap4j"
                    .formatted(name, signature(method))
                + " 1.8.2 or 2.0.0-alpha.6");
      }
    }
  }

  private byte[] natives(ClassModel model) {
    return classFile.transformClass(
        model,
        (builder, element) -> {
          if (element instanceof MethodModel method
              && isNative(method)
              && ANSWERS.containsKey(signature(method))) {
            delegate(builder, method);
          } else {
            redirected(builder, element, true);
          }
        });
  }

  private static boolean takesHandle(MethodModel method) {
    return method.methodTypeSymbol().parameterList().contains(POINTER);
  }

  /** A static method that calls ours of the same name. */
  private static void delegate(ClassBuilder builder, MethodModel method) {
    MethodTypeDesc type = method.methodTypeSymbol();
    builder.withMethodBody(
        method.methodName().stringValue(),
        type,
        method.flags().flagsMask() & ~ClassFile.ACC_NATIVE,
        code -> {
          int slot = 0;
          for (ClassDesc parameter : type.parameterList()) {
            TypeKind kind = TypeKind.from(parameter);
            code.loadLocal(kind, slot);
            slot += kind.slotSize();
          }
          code.invokestatic(
              ANSWERS.get(signature(method)), method.methodName().stringValue(), type);
          code.return_(TypeKind.from(type.returnType()));
        });
  }

  /** A class element; of a static initialiser, what it asks JNA goes to the helpers. */
  private void redirected(ClassBuilder builder, ClassElement element, boolean first) {
    if (element instanceof MethodModel method && method.methodName().equalsString("<clinit>")) {
      CodeTransform redirects = new StartRedirects();
      builder.transformMethod(
          method,
          MethodTransform.transformingCode(
              first ? redirects.andThen(new AtStart(this::prologue)) : redirects));
    } else {
      builder.with(element);
    }
  }

  private void prologue(CodeBuilder code) {
    if (mode == Mode.DEFINE) {
      code.invokestatic(LOOKUPS, "lookup", MethodTypeDesc.of(LOOKUP));
      code.invokestatic(HELPERS, "define", MethodTypeDesc.of(CD_void, LOOKUP));
    }
    code.invokestatic(START, "start", MethodTypeDesc.of(CD_void));
  }

  private byte[] library(ClassModel model) {
    return classFile.transformClass(
        model, (builder, element) -> redirected(builder, element, false));
  }

  private static void require(ClassModel model, String signature) throws WeaveException {
    if (model.methods().stream().noneMatch(it -> signature(it).equals(signature))) {
      throw new WeaveException(model.thisClass().asInternalName() + " has no method " + signature);
    }
  }

  private byte[] handle(ClassModel model) throws WeaveException {
    require(model, "close()V");
    return classFile.transformClass(
        model,
        (builder, element) -> {
          if (element instanceof MethodModel method && signature(method).equals("close()V")) {
            builder.transformMethod(
                method, MethodTransform.transformingCode(new AtStart(Weaver::closePrologue)));
          } else if (element instanceof MethodModel method && NextCalls.in(method)) {
            builder.transformMethod(method, MethodTransform.transformingCode(new NextCalls()));
          } else {
            builder.with(element);
          }
        });
  }

  /** Closing from within a listener, or while a loop runs elsewhere, must not wait for itself. */
  private static void closePrologue(CodeBuilder code) {
    ClassDesc handle = ClassDesc.ofInternalName(Pcap4j.HANDLE);
    Label go = code.newLabel();
    code.aload(0).getfield(handle, "open", CD_boolean).ifeq(go);
    code.aload(0).getfield(handle, "handle", POINTER);
    code.aload(0).getfield(handle, "handleLock", Pcap4j.LOCK);
    code.invokestatic(OPENING, "closing", MethodTypeDesc.of(CD_boolean, POINTER, Pcap4j.LOCK));
    code.ifeq(go);
    code.aload(0).iconst_0().putfield(handle, "open", CD_boolean).return_();
    code.labelBinding(go);
  }

  private byte[] pcaps(ClassModel model) throws WeaveException {
    String method = "getDevByName" + Pcap4j.GET_DEV_BY_NAME.descriptorString();
    require(model, method);
    return classFile.transformClass(
        model,
        (builder, element) -> {
          if (element instanceof MethodModel found && signature(found).equals(method)) {
            builder.transformMethod(
                found,
                MethodTransform.transformingCode(
                    new InsteadOfNull(OPENING, "deviceByName", Pcap4j.GET_DEV_BY_NAME)));
          } else {
            builder.with(element);
          }
        });
  }
}
