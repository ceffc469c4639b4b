package io.jukung.server.flowcontrol;

import java.util.ArrayList;
import java.util.List;

/**
 * How many seats each level has for now, by what each wants: none below what it keeps for itself,
 * none above what it may borrow, and in between the same part of what it wants ({@code
 * pkg/util/flowcontrol/conc_alloc.go} at v1.36).
 */
final class Lending {
  private static final double LEAST_TARGET = 0.001;
  private static final int STEPS = 100;

  /**
   * What a level may have and wants.
   *
   * @param least what it keeps
   * @param most what it may have
   * @param nominal its share of all
   * @param high the most it wanted at once
   * @param smoothed what it wants on the whole
   */
  record Wish(int least, int most, int nominal, int high, double smoothed) {
    /** What it has whatever others want. */
    int sure() {
      return Math.max(least, Math.min(nominal, high));
    }

    private double target() {
      return Math.max(LEAST_TARGET, Math.max(sure(), smoothed));
    }

    private double at(double part) {
      return Math.max(sure(), Math.min(most, part * target()));
    }
  }

  private Lending() {}

  /**
   * The seats of each, in order.
   *
   * @param all the sum of the nominal seats
   * @param exempt seats that requests of exempt levels have
   */
  static List<Integer> seats(List<Wish> wishes, int all, int exempt) {
    int rest = all - exempt;
    int least = wishes.stream().mapToInt(Wish::least).sum();
    int sure = wishes.stream().mapToInt(Wish::sure).sum();
    List<Integer> seats = new ArrayList<>();
    if (rest <= least) {
      wishes.forEach(wish -> seats.add(wish.least));
    } else if (rest <= sure) {
      double part = (double) (rest - least) / (sure - least);
      wishes.forEach(
          wish -> seats.add(wish.least + (int) Math.round((wish.sure() - wish.least) * part)));
    } else {
      double part = part(wishes, all);
      wishes.forEach(wish -> seats.add((int) Math.round(wish.at(part))));
    }
    return seats;
  }

  /** The part of its wish that each gets, so that together they have {@code all}. */
  private static double part(List<Wish> wishes, int all) {
    double low = 0;
    double high = 1;
    while (sum(wishes, high) < all && high < 1e12) {
      high *= 2;
    }
    for (int i = 0; i < STEPS; i++) {
      double middle = (low + high) / 2;
      if (sum(wishes, middle) < all) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  private static double sum(List<Wish> wishes, double part) {
    return wishes.stream().mapToDouble(wish -> wish.at(part)).sum();
  }
}
