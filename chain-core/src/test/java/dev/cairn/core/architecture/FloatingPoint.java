package dev.cairn.core.architecture;

import com.tngtech.archunit.thirdparty.org.objectweb.asm.ClassReader;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.ClassVisitor;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.FieldVisitor;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.MethodVisitor;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.Opcodes;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.Type;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds floating-point arithmetic in a class file: signatures do not show what a method computes
 * inside, instructions do.
 */
public final class FloatingPoint {

  private static final int ASM = Opcodes.ASM9;

  private final Set<String> uses = new LinkedHashSet<>();

  private FloatingPoint() {}

  /** Where the class in this file has to do with float or double; empty when it has not. */
  public static Set<String> usesIn(URI classFile) {
    FloatingPoint search = new FloatingPoint();
    try (InputStream bytes = classFile.toURL().openStream()) {
      new ClassReader(bytes).accept(search.new OfClass(), ClassReader.SKIP_DEBUG);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return search.uses;
  }

  private static boolean isFloating(Type type) {
    return switch (type.getSort()) {
      case Type.FLOAT, Type.DOUBLE -> true;
      case Type.ARRAY -> isFloating(type.getElementType());
      case Type.OBJECT -> isFloatingClass(type.getInternalName());
      case Type.METHOD -> isFloatingSignature(type.getDescriptor());
      default -> false;
    };
  }

  /** Float and Double themselves, and OptionalDouble, DoubleStream, DoubleAdder and their like. */
  private static boolean isFloatingClass(String internalName) {
    return internalName.startsWith("java/")
        && (internalName.contains("Float") || internalName.contains("Double"));
  }

  private static boolean isFloatingSignature(String descriptor) {
    for (Type argument : Type.getArgumentTypes(descriptor)) {
      if (isFloating(argument)) {
        return true;
      }
    }
    return isFloating(Type.getReturnType(descriptor));
  }

  /** Whether an instruction without operands loads, computes, compares or returns one. */
  private static boolean isFloatingInstruction(int opcode) {
    return switch (opcode) {
      case Opcodes.FCONST_0,
          Opcodes.FCONST_1,
          Opcodes.FCONST_2,
          Opcodes.DCONST_0,
          Opcodes.DCONST_1,
          Opcodes.FALOAD,
          Opcodes.DALOAD,
          Opcodes.FASTORE,
          Opcodes.DASTORE,
          Opcodes.FADD,
          Opcodes.DADD,
          Opcodes.FSUB,
          Opcodes.DSUB,
          Opcodes.FMUL,
          Opcodes.DMUL,
          Opcodes.FDIV,
          Opcodes.DDIV,
          Opcodes.FREM,
          Opcodes.DREM,
          Opcodes.FNEG,
          Opcodes.DNEG,
          Opcodes.I2F,
          Opcodes.I2D,
          Opcodes.L2F,
          Opcodes.L2D,
          Opcodes.F2I,
          Opcodes.F2L,
          Opcodes.F2D,
          Opcodes.D2I,
          Opcodes.D2L,
          Opcodes.D2F,
          Opcodes.FCMPL,
          Opcodes.FCMPG,
          Opcodes.DCMPL,
          Opcodes.DCMPG,
          Opcodes.FRETURN,
          Opcodes.DRETURN ->
          true;
      default -> false;
    };
  }

  private final class OfClass extends ClassVisitor {
    OfClass() {
      super(ASM);
    }

    @Override
    public @Nullable FieldVisitor visitField(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        @Nullable Object value) {
      if (isFloating(Type.getType(descriptor))) {
        uses.add("field " + name);
      }
      return null;
    }

    @Override
    public MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      if (isFloatingSignature(descriptor)) {
        uses.add("signature of " + name);
      }
      return new OfMethod(name);
    }
  }

  private final class OfMethod extends MethodVisitor {
    private final String method;

    OfMethod(String method) {
      super(ASM);
      this.method = method;
    }

    private void found(String what) {
      uses.add(String.format(Locale.ROOT, "%s in %s", what, method));
    }

    @Override
    public void visitInsn(int opcode) {
      if (isFloatingInstruction(opcode)) {
        found("instruction " + opcode);
      }
    }

    @Override
    public void visitVarInsn(int opcode, int index) {
      switch (opcode) {
        case Opcodes.FLOAD, Opcodes.DLOAD, Opcodes.FSTORE, Opcodes.DSTORE -> found("variable");
        default -> {}
      }
    }

    @Override
    public void visitIntInsn(int opcode, int operand) {
      if (opcode == Opcodes.NEWARRAY
          && (operand == Opcodes.T_FLOAT || operand == Opcodes.T_DOUBLE)) {
        found("array");
      }
    }

    @Override
    public void visitTypeInsn(int opcode, String type) {
      if (isFloating(Type.getObjectType(type))) {
        found("type " + type);
      }
    }

    @Override
    public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
      if (isFloating(Type.getType(descriptor))) {
        found("array");
      }
    }

    @Override
    public void visitLdcInsn(Object value) {
      if (value instanceof Float || value instanceof Double) {
        found("constant " + value);
      }
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
      if (isFloatingClass(owner) || isFloating(Type.getType(descriptor))) {
        found("field " + name);
      }
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean isInterface) {
      if (isFloatingClass(owner) || isFloatingSignature(descriptor)) {
        found("call of " + name);
      }
    }
  }
}
