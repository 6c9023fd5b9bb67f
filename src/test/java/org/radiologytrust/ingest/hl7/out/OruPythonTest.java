package org.radiologytrust.ingest.hl7.out;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.radiologytrust.peers.hl7.PythonReceiver;
import org.radiologytrust.peers.hl7.Receiver;
import org.radiologytrust.peers.hl7.Receiver.Fault;

/** The route publish-oru, and a receiver by python-hl7; hl7apy takes each message as valid. */
@Tag("peers")
@Tag("safety")
class OruPythonTest extends OruReceiverContract {
  private PythonReceiver python;

  @Override
  Receiver receiver(Supplier<Fault> plan) throws Exception {
    python = new PythonReceiver(folder, plan);
    return python;
  }

  @AfterEach
  void eachIsValid() {
    assertEquals(List.of(), python.invalid());
  }
}
