package io.jukung.storage.check;

import java.util.List;

/**
 * What one object does when its calls come one after another.
 *
 * @param <S> a state, with equality
 * @param <O> an operation together with its answer
 */
public interface Model<S, O> {
  /** The state before all calls. */
  S initial();

  /**
   * The states that {@code operation} with this very answer may lead to; none when such an answer
   * is impossible in {@code state}.
   */
  List<S> step(S state, O operation);

  /**
   * Where an answered operation stands among all those that tell: they take effect by rising rank,
   * so most orders need not be tried. 0 when it does not tell.
   */
  default long rank(O operation) {
    return 0;
  }
}
