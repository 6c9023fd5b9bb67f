package org.radiologytrust.publish.sink;

import java.net.URI;
import org.junit.jupiter.api.Tag;
import org.radiologytrust.peers.fhir.HapiServer;

/** On a real HAPI JPA server. */
@Tag("peers")
class HapiDecisionTest extends DecisionDeliveryContract {
  @Override
  URI server() throws Exception {
    return HapiServer.shared().url();
  }
}
