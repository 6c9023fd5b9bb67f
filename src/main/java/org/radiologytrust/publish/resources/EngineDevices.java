package org.radiologytrust.publish.resources;

import java.util.UUID;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Device;
import org.hl7.fhir.r4.model.Device.DeviceNameType;
import org.hl7.fhir.r4.model.Device.FHIRDeviceStatus;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;
import org.radiologytrust.publish.fhir.Div;
import org.radiologytrust.publish.fhir.Fhir;
import org.radiologytrust.publish.fhir.Uris;

/** The Devices of the profile rtl-device. */
final class EngineDevices {
  private final String version;
  private final Reference modelCard;
  private final boolean guideProfiles;

  EngineDevices(String version, Reference modelCard, boolean guideProfiles) {
    this.version = version;
    this.modelCard = modelCard;
    this.guideProfiles = guideProfiles;
  }

  /** The engine where it asks models. */
  Device engine(UUID id, Identifier identifier) {
    Device device = ai(id, identifier, "Hybrid-Models");
    kind(device, "Medical-Quality-Control");
    return described(device, "Audits radiology reports claim by claim");
  }

  /** The engine where it asks no model. */
  Device rules(UUID id, Identifier identifier) {
    Device device = device(id, identifier);
    device.setType(Fhir.concept(Uris.DEVICE_TYPES, "rules"));
    return described(device, "Checks radiology reports by rules, without a model");
  }

  private Device described(Device device, String what) {
    device.setManufacturer("Radiology Trust Layer project");
    device
        .addDeviceName()
        .setName("Radiology Trust Layer")
        .setType(DeviceNameType.MANUFACTURERNAME);
    device.addVersion().setType(new CodeableConcept().setText("software")).setValue(version);
    device.setText(
        new Div("Radiology Trust Layer " + version)
            .paragraph(what + "; no medical device is claimed.")
            .done());
    return device;
  }

  Device model(EngineModel model, UUID id, Identifier identifier, Reference engine) {
    Device device = ai(id, identifier, "Vision-Language-Models");
    device.addDeviceName().setName(Fhir.text(model.name())).setType(DeviceNameType.MODELNAME);
    device
        .addVersion()
        .setType(new CodeableConcept().setText("digest"))
        .setValue(model.digest().isEmpty() ? "unknown" : model.digest());
    device.setParent(engine);
    device.setText(new Div("Model " + model.name() + ", asked by Radiology Trust Layer").done());
    return device;
  }

  private Device ai(UUID id, Identifier identifier, String kind) {
    Device device = device(id, identifier);
    if (guideProfiles) {
      device.getMeta().addProfile(Uris.GUIDE_PROFILE + "AI-Device");
    }
    device.setType(Fhir.exactly(Uris.AI_DEVICE_TYPES, "Artificial-Intelligence"));
    kind(device, kind);
    device.addExtension(Uris.MODEL_CARD, modelCard.copy());
    return device;
  }

  private static Device device(UUID id, Identifier identifier) {
    Device device = new Device();
    device.setId(id.toString());
    device.getMeta().addProfile(Uris.PROFILE + "rtl-device");
    device.addIdentifier(identifier);
    device.setStatus(FHIRDeviceStatus.ACTIVE);
    return device;
  }

  private static void kind(Device device, String kind) {
    device.addExtension(Uris.AI_KIND, Fhir.exactly(Uris.AI_DEVICE_TYPES, kind));
  }
}
