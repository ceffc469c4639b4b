package io.jukung.registry.strategy.check;

import io.jukung.registry.meta.IpText;
import io.jukung.registry.status.FieldError;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Checks of fields that hold IP addresses or ranges. */
public final class Addresses {
  private static final int V4 = 4;

  private Addresses() {}

  /** An address in a field that is older than the strict rules; {@code old} ones may stay. */
  public static void legacyAddress(Spot spot, List<String> old, List<FieldError> errors) {
    if (!old.contains(spot.text())) {
      IpText.addressProblem(spot.text()).ifPresent(problem -> refuse(spot, problem, errors));
    }
  }

  /** An address in its one canonical form. */
  public static void canonicalAddress(Spot spot, List<FieldError> errors) {
    IpText.canonicalAddressProblem(spot.text()).ifPresent(problem -> refuse(spot, problem, errors));
  }

  /** A range in a field that is older than the strict rules; {@code old} ones may stay. */
  public static void legacyRange(Spot spot, List<String> old, List<FieldError> errors) {
    if (!old.contains(spot.text())) {
      IpText.rangeProblem(spot.text()).ifPresent(problem -> refuse(spot, problem, errors));
    }
  }

  /** A range in its one canonical form. */
  public static void canonicalRange(Spot spot, List<FieldError> errors) {
    IpText.canonicalRangeProblem(spot.text()).ifPresent(problem -> refuse(spot, problem, errors));
  }

  /**
   * Why an address can't be an endpoint's ({@code ValidateEndpointIP} in {@code
   * pkg/apis/core/validation} at v1.36).
   */
  public static void endpoint(Spot spot, List<FieldError> errors) {
    byte[] bytes = IpText.parse(spot.text()).orElse(new byte[V4]);
    InetAddress address;
    try {
      address = InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
    if (address.isAnyLocalAddress()) {
      refuse(spot, "may not be unspecified (" + spot.text() + ")", errors);
    }
    if (address.isLoopbackAddress()) {
      refuse(spot, "may not be in the loopback range (127.0.0.0/8, ::1/128)", errors);
    }
    if (address.isLinkLocalAddress()) {
      refuse(spot, "may not be in the link-local range (169.254.0.0/16, fe80::/10)", errors);
    }
    boolean localMulticast =
        bytes.length == V4
            ? (bytes[0] & 0xff) == 224 && bytes[1] == 0 && bytes[2] == 0
            : address.isMCLinkLocal();
    if (localMulticast) {
      refuse(
          spot, "may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)", errors);
    }
  }

  private static void refuse(Spot spot, String detail, List<FieldError> errors) {
    errors.add(FieldError.invalid(spot.path(), spot.text(), detail));
  }
}
