package org.radiologytrust.dcm4che;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallersTest {
  private final Callers callers =
      Callers.of("CT1@10.1.2.3, MR*@10.2.0.0/15,*@fd00::/8 , A.B@192.168.1.1");

  private boolean allows(String title, String address) throws Exception {
    return callers.allows(title, InetAddress.getByName(address));
  }

  @Test
  void titleAndAddressMustBothFit() throws Exception {
    assertTrue(allows("CT1", "10.1.2.3"));
    assertFalse(allows("CT1", "10.1.2.4"));
    assertFalse(allows("CT2", "10.1.2.3"));
    assertFalse(allows("ct1", "10.1.2.3"));
    assertFalse(allows("XCT1", "10.1.2.3"));
  }

  @Test
  void aNetworkHasTheAddressesWithItsFirstBits() throws Exception {
    assertTrue(allows("MR", "10.2.0.1"));
    assertTrue(allows("MR17", "10.3.255.255"));
    assertFalse(allows("MR17", "10.4.0.0"));
    assertTrue(allows("ANY", "fd12:3456::1"));
    assertFalse(allows("ANY", "fe80::1"));
  }

  @Test
  void otherCharactersOfATitleStandForThemselves() throws Exception {
    assertTrue(allows("A.B", "192.168.1.1"));
    assertFalse(allows("AxB", "192.168.1.1"));
  }

  @Test
  void anAddressIsKnownIfSomeCallerMayHaveIt() throws Exception {
    assertTrue(callers.allows(InetAddress.getByName("10.3.1.1")));
    assertFalse(callers.allows(InetAddress.getByName("10.9.1.1")));
  }

  @Test
  void aStarIsEveryAddress() throws Exception {
    assertTrue(Callers.of("CT1@*").allows("CT1", InetAddress.getByName("::1")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " , ",
        "CT1",
        "@10.1.2.3",
        "CT1@",
        "CT1@ct.example.org",
        "CT1@10.1.2.3.4",
        "CT1@10.0.0.0/33",
        "CT1@10.0.0.0/-1",
        "CT1@10.0.0.0/x"
      })
  void otherTextIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> Callers.of(text));
  }
}
