package org.radiologytrust.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FreePortsTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  @Test
  void noConnectionCanTakeThem() throws Exception {
    int[] ports = FreePorts.some(200);
    assertEquals(200, Arrays.stream(ports).distinct().count());
    assertTrue(Arrays.stream(ports).allMatch(port -> port < 32_768), "given to connections");
  }

  @Test
  void portThatIsTakenIsPassedOver() throws Exception {
    try (ServerSocket other = FreePorts.open(LOOPBACK)) {
      int taken = other.getLocalPort();
      assertThrows(
          BindException.class, () -> FreePorts.open(LOOPBACK, IntStream.of(taken).iterator()));
      int[] ports =
          IntStream.concat(IntStream.of(taken), Arrays.stream(FreePorts.some(5))).toArray();
      try (ServerSocket free = FreePorts.open(LOOPBACK, Arrays.stream(ports).iterator())) {
        assertNotEquals(taken, free.getLocalPort());
      }
    }
  }

  @Test
  void addressOfAnotherMachineIsRefused() throws Exception {
    InetAddress documentation = InetAddress.getByName("192.0.2.1");
    assertThrows(BindException.class, () -> FreePorts.open(documentation));
  }
}
