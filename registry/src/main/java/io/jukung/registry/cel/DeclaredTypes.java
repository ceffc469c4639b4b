package io.jukung.registry.cel;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.StructType;
import dev.cel.common.types.StructTypeReference;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Types of objects with known fields. Filled by one thread before it compiles anything. */
@SuppressWarnings("Immutable") // filled before it is used
public final class DeclaredTypes implements CelTypeProvider {
  private final Map<String, CelType> types = new LinkedHashMap<>();

  /** Declares a type; the reference to it can be the type of a variable or a field. */
  public CelType declare(String name, Map<String, CelType> fields) {
    ImmutableMap<String, CelType> all = ImmutableMap.copyOf(fields);
    types.put(
        name, StructType.create(name, all.keySet(), field -> Optional.ofNullable(all.get(field))));
    return StructTypeReference.create(name);
  }

  @Override
  public ImmutableCollection<CelType> types() {
    return ImmutableList.copyOf(types.values());
  }

  @Override
  public Optional<CelType> findType(String name) {
    return Optional.ofNullable(types.get(name));
  }
}
