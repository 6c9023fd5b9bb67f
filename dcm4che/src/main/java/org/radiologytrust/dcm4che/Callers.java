package org.radiologytrust.dcm4che;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Who may send: pairs of AE title and address, written {@code CT1@10.1.2.3}. In an AE title, {@code
 * *} stands for any characters. The address is an IP address, a network ({@code 10.1.0.0/16}) or
 * {@code *}. Host names are not looked up.
 */
final class Callers {
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

  private record Caller(Pattern title, Network network) {}

  private final List<Caller> all;

  private Callers(List<Caller> all) {
    this.all = all;
  }

  /**
   * Reads the pairs.
   *
   * @param text pairs, separated by commas
   * @throws IllegalArgumentException if there is none, or one is not valid
   */
  static Callers of(String text) {
    List<Caller> all =
        Arrays.stream(text.split(","))
            .map(String::strip)
            .filter(pair -> !pair.isEmpty())
            .map(Callers::caller)
            .toList();
    if (all.isEmpty()) {
      throw new IllegalArgumentException("no caller is allowed: name them, as in CT1@10.1.2.3");
    }
    return new Callers(all);
  }

  private static Caller caller(String pair) {
    int at = pair.lastIndexOf('@');
    if (at < 1) {
      throw new IllegalArgumentException(
          pair + " is not an AE title and an address, as in CT1@10.1.2.3");
    }
    return new Caller(title(pair.substring(0, at)), Network.of(pair.substring(at + 1)));
  }

  private static Pattern title(String title) {
    String quoted =
        Arrays.stream(title.split("\\*", -1)).map(Pattern::quote).reduce(Callers::any).orElse("");
    return Pattern.compile(quoted);
  }

  private static String any(String before, String after) {
    return before + ".*" + after;
  }

  /** Whether some caller may connect from this address. */
  boolean allows(InetAddress address) {
    return all.stream().anyMatch(caller -> caller.network.has(address));
  }

  /** Whether this caller may send from this address. Upper and lower case differ. */
  boolean allows(String title, InetAddress address) {
    return all.stream()
        .anyMatch(caller -> caller.title.matcher(title).matches() && caller.network.has(address));
  }

  /**
   * Addresses that begin with the same bits.
   *
   * @param length bytes of an address; 0 for every address
   * @param shift how many bits at the end do not matter
   */
  private record Network(int length, BigInteger start, int shift) {
    private static final Network ALL = new Network(0, BigInteger.ZERO, 0);

    static Network of(String text) {
      if (text.equals("*")) {
        return ALL;
      }
      int slash = text.indexOf('/');
      String host = slash < 0 ? text : text.substring(0, slash);
      if (!ADDRESS.matcher(host).matches()) {
        throw wrong(text);
      }
      try {
        byte[] bytes = InetAddress.getByName(host).getAddress();
        int bits = 8 * bytes.length;
        int prefix = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
        if (prefix < 0 || prefix > bits) {
          throw wrong(text);
        }
        int shift = bits - prefix;
        return new Network(bytes.length, number(bytes).shiftRight(shift), shift);
      } catch (UnknownHostException | NumberFormatException e) {
        throw wrong(text);
      }
    }

    private static IllegalArgumentException wrong(String text) {
      return new IllegalArgumentException(
          text + " is not an IP address, a network such as 10.1.0.0/16, or *");
    }

    boolean has(InetAddress address) {
      byte[] bytes = address.getAddress();
      return length == 0 || length == bytes.length && number(bytes).shiftRight(shift).equals(start);
    }

    private static BigInteger number(byte[] bytes) {
      return new BigInteger(1, bytes);
    }
  }
}
