package io.jukung.registry.cel;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.CelTypes;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.cel.common.types.StructTypeReference;
import io.jukung.registry.cel.Expressions.CompileException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Compiles the expressions that select devices ({@code k8s.io/dynamic-resource-allocation/cel} at
 * v1.36). Safe for all threads.
 */
public final class DeviceExpressions {
  private static final String DEVICE = "device";
  private static final StructTypeReference TYPE =
      StructTypeReference.create("kubernetes.DRADevice");
  private static final long MOST_NAMES = 32;
  private static final long MAX_DOMAIN = 63;
  private static final long MAX_NAME = 32;
  private static final long MAX_VALUE = 64;

  private static final class Holder {
    static final Expressions EXPRESSIONS =
        Expressions.withBindings(Map.of(DEVICE, TYPE), new DeviceTypes());

    private Holder() {}
  }

  private DeviceExpressions() {}

  /**
   * Compiles a selector; takes milliseconds.
   *
   * @throws CompileException when it is no expression, or can't be true or false
   */
  public static Expression compile(String text) throws CompileException {
    Expression compiled = Holder.EXPRESSIONS.compile(text);
    CelType type = compiled.type();
    if (!type.equals(SimpleType.BOOL) && !type.equals(SimpleType.ANY)) {
      throw new CompileException(
          "must evaluate to bool or the unknown type, not " + CelTypes.format(type), true);
    }
    return compiled;
  }

  /** Whether an evaluation may cost more than is allowed. */
  public static boolean tooComplex(Expression compiled) {
    return Long.compareUnsigned(compiled.worstCost(DeviceExpressions::size), Expression.CALL_LIMIT)
        > 0;
  }

  /** How large what lies at a path of a device may be. */
  private static Optional<Long> size(List<String> path) {
    if (!path.getFirst().equals(DEVICE) || path.size() > 4) {
      return Optional.empty();
    }
    if (path.size() == 1) {
      return Optional.of(0L);
    }
    boolean attributes = path.get(1).equals("attributes");
    if (path.size() == 2) {
      return switch (path.get(1)) {
        case "driver" -> Optional.of(MAX_DOMAIN);
        case "allowMultipleAllocations" -> Optional.of(1L);
        case "attributes", "capacity" -> Optional.of(MOST_NAMES);
        default -> Optional.empty();
      };
    }
    if (!attributes && !path.get(1).equals("capacity")) {
      return Optional.empty();
    }
    if (path.size() == 3) {
      return switch (path.get(2)) {
        case "@keys" -> Optional.of(MAX_DOMAIN);
        case "@values", "@items" -> Optional.of(MOST_NAMES);
        default -> Optional.empty();
      };
    }
    return switch (path.get(3)) {
      case "@keys" -> Optional.of(MAX_NAME);
      case "@values", "@items" -> Optional.of(attributes ? MAX_VALUE : 0);
      default -> attributes ? Optional.of(MAX_VALUE) : Optional.empty();
    };
  }

  /** Knows a device's fields. */
  private static final class DeviceTypes implements CelTypeProvider {
    private static final ImmutableMap<String, CelType> FIELDS =
        ImmutableMap.of(
            "driver",
            SimpleType.STRING,
            "allowMultipleAllocations",
            SimpleType.BOOL,
            "attributes",
            domains(SimpleType.ANY),
            "capacity",
            domains(ValueLibrary.QUANTITY));
    private static final CelType DEVICE_TYPE =
        StructType.create(
            TYPE.name(), FIELDS.keySet(), name -> Optional.ofNullable(FIELDS.get(name)));

    private static CelType domains(CelType value) {
      return MapType.create(SimpleType.STRING, MapType.create(SimpleType.STRING, value));
    }

    @Override
    public ImmutableCollection<CelType> types() {
      return ImmutableList.of(DEVICE_TYPE);
    }

    @Override
    public Optional<CelType> findType(String name) {
      return name.equals(TYPE.name()) ? Optional.of(DEVICE_TYPE) : Optional.empty();
    }
  }
}
