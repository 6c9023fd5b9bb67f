package org.radiologytrust.peers.hl7;

import ca.uhn.hl7v2.AcknowledgmentCode;
import ca.uhn.hl7v2.DefaultHapiContext;
import ca.uhn.hl7v2.HL7Exception;
import ca.uhn.hl7v2.app.HL7Service;
import ca.uhn.hl7v2.llp.MinLowerLayerProtocol;
import ca.uhn.hl7v2.model.Message;
import ca.uhn.hl7v2.parser.CanonicalModelClassFactory;
import ca.uhn.hl7v2.protocol.ReceivingApplication;
import ca.uhn.hl7v2.util.Terser;
import ca.uhn.hl7v2.util.idgenerator.InMemoryIDGenerator;
import java.io.IOException;
import java.util.Map;
import java.util.function.Supplier;

/** A receiver by HAPI HL7v2. */
public final class HapiReceiver extends Receiver {
  private DefaultHapiContext context;
  private HL7Service server;
  private volatile Fault fault = Fault.NONE;

  public HapiReceiver(Supplier<Fault> plan) throws Exception {
    super(plan);
    start();
  }

  @Override
  void startServer(int port) throws Exception {
    context = new DefaultHapiContext();
    context.setModelClassFactory(new CanonicalModelClassFactory("2.5"));
    context.getParserConfiguration().setIdGenerator(new InMemoryIDGenerator());
    // reads MSH-18
    context.setLowerLayerProtocol(new MinLowerLayerProtocol(true));
    server = context.newServer(port, false);
    server.registerApplication("ORU", "R01", new Application());
    server.startAndWait();
  }

  @Override
  void stopServer() throws Exception {
    server.stopAndWait();
    context.close();
  }

  @Override
  void announce(Fault next) {
    fault = next;
  }

  @Override
  void answered() {}

  private final class Application implements ReceivingApplication<Message> {
    @Override
    public Message processMessage(Message message, Map<String, Object> metadata)
        throws HL7Exception {
      try {
        return switch (fault) {
          case ERROR -> message.generateACK(AcknowledgmentCode.AE, new HL7Exception("no"));
          case REJECT -> message.generateACK(AcknowledgmentCode.AR, new HL7Exception("no"));
          default -> {
            store(new Terser(message).get("/MSH-10"), message.encode());
            Message answer = message.generateACK();
            if (fault == Fault.OTHER_ID) {
              new Terser(answer).set("/MSA-2", "SOMEBODY-ELSES");
            }
            yield answer;
          }
        };
      } catch (IOException e) {
        throw new HL7Exception(e);
      }
    }

    @Override
    public boolean canProcess(Message message) {
      return true;
    }
  }
}
