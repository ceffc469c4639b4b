package io.jukung.registry.strategy.check;

import io.jukung.registry.meta.IpText;
import io.jukung.registry.request.RequestContext;
import io.jukung.registry.status.FieldError;
import java.util.Optional;

/**
 * What is worth a warning about valid addresses ({@code GetWarningsForIP} and {@code
 * GetWarningsForCIDR} in {@code apimachinery/pkg/util/validation/ip.go} at v1.36).
 */
public final class AddressWarnings {
  private AddressWarnings() {}

  /** Warns of an address in an unusual form. */
  public static void address(RequestContext context, Spot spot) {
    String text = spot.text();
    Optional<byte[]> address = IpText.parse(text);
    if (address.isEmpty()) {
      return;
    }
    String canonical = IpText.print(address.get());
    if (IpText.addressProblem(text).isPresent()) {
      context.warn(
          spot.path()
              + ": non-standard IP address "
              + FieldError.quote(text)
              + " is invalid: use "
              + FieldError.quote(canonical));
    } else if (text.indexOf(':') >= 0 && !canonical.equals(text)) {
      context.warn(
          spot.path()
              + ": IPv6 address "
              + FieldError.quote(text)
              + " should be in RFC 5952 canonical format ("
              + FieldError.quote(canonical)
              + ")");
    }
  }

  /** Warns of a range in an unusual form. */
  public static void range(RequestContext context, Spot spot) {
    String text = spot.text();
    Optional<IpText.Range> range = IpText.parseRange(text);
    if (range.isEmpty()) {
      return;
    }
    String canonical = range.get().canonical();
    if (range.get().ambiguous()) {
      String single =
          IpText.print(range.get().address()) + "/" + range.get().address().length * Byte.SIZE;
      context.warn(
          spot.path()
              + ": CIDR value "
              + FieldError.quote(text)
              + " is ambiguous in this context (should be "
              + FieldError.quote(canonical)
              + " or "
              + FieldError.quote(single)
              + "?)");
    } else if (IpText.rangeProblem(text).isPresent()) {
      context.warn(
          spot.path()
              + ": non-standard CIDR value "
              + FieldError.quote(text)
              + " is invalid: use "
              + FieldError.quote(canonical));
    } else if (text.indexOf(':') >= 0 && !canonical.equals(text)) {
      context.warn(
          spot.path()
              + ": IPv6 CIDR value "
              + FieldError.quote(text)
              + " should be in RFC 5952 canonical format ("
              + FieldError.quote(canonical)
              + ")");
    }
  }
}
