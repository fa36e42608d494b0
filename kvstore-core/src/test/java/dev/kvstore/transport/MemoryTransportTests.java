package dev.kvstore.transport;

/**
 * Tests for {@link MemoryTransport}, on which other tests rely.
 */
class MemoryTransportTests extends TransportContractTests {

	private final MemoryTransport.Place place = new MemoryTransport.Place();

	@Override
	protected Transport open(boolean readOnly) {
		return new MemoryTransport(this.place, readOnly);
	}

}
