package io.jukung.controllers.resourcequota;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.jukung.controllers.informer.ChangeHandler;
import io.jukung.controllers.informer.Informer;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * A resource of which more than the number counts, with its objects.
 *
 * @param <T> the objects
 */
record Tracked<T extends HasMetadata>(Evaluator<T> evaluator, Informer<T> informer) {

  /** What the objects of the quota's namespace use that the quota counts. */
  Map<String, Quantity> usage(ResourceQuota quota, Set<String> names) {
    Map<String, Quantity> sum = new TreeMap<>();
    names.stream().filter(evaluator::counts).forEach(name -> sum.put(name, Amounts.ZERO));
    if (sum.isEmpty()) {
      return sum;
    }
    var scopes = Scopes.of(quota);
    for (T object : informer.list(quota.getMetadata().getNamespace())) {
      if (scopes.stream().allMatch(scope -> evaluator.matches(scope, object))) {
        Amounts.add(sum, evaluator.usage(object));
      }
    }
    sum.keySet().removeIf(name -> !names.contains(name));
    return sum;
  }

  /** Says in which namespace there may be room again, and which amounts that is about. */
  void tell(BiConsumer<String, Predicate<String>> room) {
    informer.handle(
        new ChangeHandler<T>() {
          @Override
          public void added(T object) {
            // Admission has counted it.
          }

          @Override
          public void updated(T before, T after) {
            if (evaluator.replenishes(before, after)) {
              deleted(after);
            }
          }

          @Override
          public void deleted(T last) {
            room.accept(last.getMetadata().getNamespace(), evaluator::counts);
          }
        });
  }
}
