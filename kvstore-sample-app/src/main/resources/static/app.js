// The page. Everything that comes from the store is untrusted: it becomes text, never markup.

const $ = (id) => document.getElementById(id);

/** Makes an element. Properties are set as properties; text and elements are appended. */
function el(tag, properties = {}, ...children) {
	const element = Object.assign(document.createElement(tag), properties);
	element.append(...children);
	return element;
}

const hues = new Map();

/** Each name has a color of its own, wherever it appears. This instance has the first one. */
function named(element, name) {
	if (!hues.has(name)) {
		hues.set(name, Math.round(185 + hues.size * 137.508) % 360); // the golden angle keeps them apart
	}
	element.style.setProperty('--hue', hues.get(name));
	return element;
}

function flash(element) {
	element.classList.remove('flash');
	void element.offsetWidth; // restarts the animation
	element.classList.add('flash');
}

// ---- Time ----

function ago(iso) {
	const seconds = (Date.now() - Date.parse(iso)) / 1000;
	if (seconds < 5) return 'just now';
	if (seconds < 60) return `${Math.floor(seconds)} s ago`;
	if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
	if (seconds < 86400) return `${Math.floor(seconds / 3600)} h ago`;
	return new Date(iso).toLocaleDateString();
}

function duration(seconds) {
	if (seconds < 60) return `${seconds} s`;
	if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
	if (seconds < 86400) return `${Math.floor(seconds / 3600)} h ${Math.floor(seconds % 3600 / 60)} min`;
	return `${Math.floor(seconds / 86400)} d ${Math.floor(seconds % 86400 / 3600)} h`;
}

function time(iso) {
	return el('time', { dateTime: iso, title: new Date(iso).toLocaleString(), textContent: ago(iso) });
}

setInterval(() => {
	for (const element of document.querySelectorAll('time')) {
		element.textContent = ago(element.dateTime);
	}
}, 1000);

// ---- Talking to the application ----

/** Sends a request. Throws with the server's own words if it is refused. */
async function call(method, path, body) {
	let response;
	try {
		response = await fetch(path, {
			method,
			headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
			body: body === undefined ? undefined : JSON.stringify(body)
		});
	} catch {
		throw new Error('This instance does not answer. Is it still running?');
	}
	if (!response.ok) {
		const problem = await response.json().catch(() => ({}));
		throw new Error(problem.detail ?? `The server answered ${response.status}.`);
	}
}

let self = '';

function listen() {
	const source = new EventSource('api/events');
	const parts = { store: showStore, settings: showSettings, instances: showInstances, messages: showMessages };
	let silence;
	const again = () => {
		source.close();
		showLive('reconnecting');
		setTimeout(listen, 1000);
	};
	// Heartbeats come every two seconds. Where none comes any more, nobody is there.
	const heard = () => {
		clearTimeout(silence);
		silence = setTimeout(again, 12000);
	};
	for (const [name, show] of Object.entries(parts)) {
		source.addEventListener(name, (event) => {
			heard();
			showLive('live');
			show(JSON.parse(event.data));
		});
	}
	source.onerror = () => {
		clearTimeout(silence);
		again();
	};
	heard();
}

function showLive(state) {
	const live = $('live');
	if (live.dataset.state !== state) {
		live.dataset.state = state;
		live.textContent = { live: 'Live', reconnecting: 'Reconnecting' }[state];
	}
}

// ---- The store ----

function showStore(store) {
	self = store.identifier;
	named($('self'), self).textContent = self;
	$('location').textContent = store.location;
	$('keys').textContent = `${store.keys} ${store.keys === 1 ? 'key' : 'keys'} in ${store.location}`
		+ (store.unreadable > 0 ? `, ${store.unreadable} unreadable` : '');
	$('failure').hidden = !store.failure;
	$('failure').textContent = store.failure ?? '';
	snippets.location = store.location;
	showSnippet();
}

// ---- How to change it from a terminal ----

const quoted = (path) => /^[\w/.,+@:-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;

const snippets = {
	location: '',
	tab: 'cli',
	cli: (path) => `# In the project's directory
java -jar kvstore-cli/target/kvstore.jar \\
  --dir ${quoted(path)} \\
  put config/app.greeting '"hi"'`,
	python: (path) => `import json, os, pathlib, time
store = pathlib.Path(${JSON.stringify(path)})
new = store / "t.me" / "new"
new.parent.mkdir(exist_ok=True)
new.write_text(json.dumps({"key": "config/app.greeting",
                           "bDeleted": False, "value": "hi"}))
os.link(new, store / "d" / str(time.time_ns() // 1000))
new.unlink()`,
	instance: (path) => `# Another page, on the same directory
java -jar kvstore-sample-app/target/kvstore-sample-app.jar \\
  --server.port=${Number(location.port || 80) + 1} \\
  --kvstore.location=${quoted(path)}`
};

function showSnippet() {
	$('snippet').textContent = snippets[snippets.tab](snippets.location);
}

function selectTab(tab) {
	snippets.tab = tab;
	for (const button of document.querySelectorAll('[role=tab]')) {
		const selected = button.id === `tab-${tab}`;
		button.setAttribute('aria-selected', selected);
		button.tabIndex = selected ? 0 : -1;
	}
	$('snippet').setAttribute('aria-labelledby', `tab-${tab}`);
	showSnippet();
}

for (const button of document.querySelectorAll('[role=tab]')) {
	button.onclick = () => selectTab(button.id.slice(4));
	button.onkeydown = (event) => {
		const next = { ArrowRight: button.nextElementSibling, ArrowLeft: button.previousElementSibling }[event.key];
		next?.focus();
		next?.click();
	};
}

$('show-instance').onclick = () => {
	selectTab('instance');
	$('tab-instance').scrollIntoView({ block: 'center' });
	$('tab-instance').focus();
};

$('copy').onclick = async () => {
	try {
		await navigator.clipboard.writeText($('snippet').textContent);
		$('copy').textContent = 'Copied';
	} catch {
		getSelection().selectAllChildren($('snippet'));
		$('copy').textContent = 'Selected';
	}
	setTimeout(() => { $('copy').textContent = 'Copy'; }, 1500);
};

// ---- Settings ----

const titles = {
	'app.greeting': 'Greeting',
	'app.rate-limit': 'Messages a minute',
	'app.features.beta-search': 'Search in messages',
	'app.features.load-graphs': 'Load graphs',
	'app.features.maintenance-banner': 'Maintenance banner'
};

const rows = new Map();

function showSettings(settings) {
	const first = rows.size === 0;
	for (const setting of settings) {
		let row = rows.get(setting.name);
		if (!row || typeof row.setting.value !== typeof setting.value) {
			row?.element.remove();
			row = new SettingRow(setting);
			rows.set(setting.name, row);
			$('settings').append(row.element);
		}
		row.show(setting, !first);
	}
	for (const [name, row] of rows) {
		if (!settings.some((setting) => setting.name === name)) {
			row.element.remove();
			rows.delete(name);
		}
	}
	const values = Object.fromEntries(settings.map((setting) => [setting.name, setting.value]));
	if ($('greeting').textContent !== values['app.greeting']) {
		$('greeting').textContent = values['app.greeting'];
		$('greeting').classList.toggle('long', values['app.greeting'].length > 36);
		document.title = `${values['app.greeting']} · kvstore sample`;
		if (!first) flash($('greeting'));
	}
	document.body.classList.toggle('no-graphs', !values['app.features.load-graphs']);
	$('search').hidden = !values['app.features.beta-search'];
	if ($('search').hidden) $('filter').value = '';
	filterMessages();
	$('maintenance').hidden = !values['app.features.maintenance-banner'];
	$('maintenance').textContent = 'Maintenance: changes may be slow for a while.';
}

/** One setting, edited in place. What somebody else changes meanwhile never takes a draft away. */
class SettingRow {

	constructor(setting) {
		this.setting = setting;
		const id = `setting-${setting.name}`;
		this.origin = el('p', { className: 'origin' });
		this.error = el('p', { className: 'error', hidden: true });
		this.error.setAttribute('role', 'alert');
		this.refused = el('p', { className: 'error' });
		this.reset = el('button', { className: 'link', type: 'button', textContent: 'Reset', onclick: () => this.backToDefault() });
		this.reset.setAttribute('aria-label', `Set ${setting.name} back to its default`);
		const label = el('label', { htmlFor: id }, titles[setting.name] ?? setting.name.replace('app.features.', ''), ' ',
			el('code', { textContent: setting.name }));
		this.control = typeof setting.value === 'boolean' ? this.switch(id) : this.field(id);
		this.element = el('li', { className: `setting ${typeof setting.value}` },
			label, this.control, el('div', { className: 'below' }, this.origin, this.reset), this.refused, this.error);
		this.element.dataset.name = setting.name;
	}

	switch(id) {
		this.input = el('input', { id, type: 'checkbox', className: 'switch', onchange: () => this.save(this.input.checked) });
		this.input.setAttribute('role', 'switch');
		return this.input;
	}

	field(id) {
		const number = typeof this.setting.value === 'number';
		this.input = el('input', {
			id, value: this.setting.value, inputMode: number ? 'numeric' : 'text', autocomplete: 'off', spellcheck: false
		});
		this.input.oninput = () => this.showDraft();
		this.input.onkeydown = (event) => {
			if (event.key === 'Escape') {
				this.input.value = this.setting.value;
				this.showDraft();
			}
		};
		this.button = el('button', { className: 'primary', textContent: 'Save', hidden: true });
		return el('form', {
			noValidate: true,
			onsubmit: (event) => {
				event.preventDefault();
				const text = this.input.value.trim();
				this.save(number && /^-?\d+$/.test(text) ? Number(text) : this.input.value);
			}
		}, this.input, this.button);
	}

	get edited() {
		return this.button !== undefined && this.input.value !== String(this.setting.value);
	}

	showDraft() {
		if (this.button) this.button.hidden = !this.edited;
		this.showError('');
	}

	showError(message) {
		this.error.textContent = message;
		this.error.hidden = message === '';
		this.input.setAttribute('aria-invalid', message !== '');
	}

	show(setting, tell) {
		const changed = setting.value !== this.setting.value;
		const draft = this.edited;
		this.setting = setting;
		if (typeof setting.value === 'boolean') {
			this.input.checked = setting.value;
		} else if (!draft) {
			this.input.value = setting.value;
		}
		if (this.button) this.button.hidden = !this.edited;
		if (draft && this.edited && changed) {
			this.showError(`Meanwhile it was set to “${setting.value}”. Saving replaces that.`);
		}
		this.reset.hidden = setting.key !== `config/${setting.name}`;
		this.origin.replaceChildren(...this.explanation());
		this.refused.hidden = setting.refused === null;
		this.refused.textContent = `“${setting.refused}” is configured but not in use: it does not fit, or another setting does not.`;
		if (changed && tell) {
			flash(this.element);
			$('announcer').textContent = `${setting.name} is now ${setting.value}`;
		}
	}

	explanation() {
		const { source, writer, time: set } = this.setting;
		if (source === 'default') return ['Default'];
		if (source !== 'store') return [`Set by ${source}, which wins over the store`];
		const by = writer
			? [named(el('span', { className: 'name', textContent: writer, title: writer }), writer)]
			: ['a program without a name'];
		return set ? [...by, ' · ', time(set)] : by;
	}

	async save(value) {
		if (this.button) this.input.value = value;
		await this.attempt('PUT', value);
	}

	async backToDefault() {
		if (this.button) this.input.value = this.setting.value;
		await this.attempt('DELETE');
		this.input.focus();
	}

	async attempt(method, value) {
		this.showError('');
		this.element.setAttribute('aria-busy', 'true');
		try {
			await call(method, `api/settings/${encodeURIComponent(this.setting.name)}`, value);
			if (this.button) this.button.hidden = true;
		} catch (problem) {
			this.showError(problem.message);
			if (!this.button) this.input.checked = this.setting.value;
		} finally {
			this.element.removeAttribute('aria-busy');
		}
	}

}

// ---- Instances ----

const cards = new Map();

function showInstances(instances) {
	for (const instance of instances) {
		let card = cards.get(instance.identifier);
		if (!card) {
			card = new InstanceCard(instance);
			cards.set(instance.identifier, card);
			$('instances').append(card.element);
		}
		card.show(instance);
	}
	for (const [identifier, card] of cards) {
		if (!instances.some((instance) => instance.identifier === identifier)) {
			card.element.remove();
			cards.delete(identifier);
		}
	}
	// This instance first, those that are gone last, the others by name.
	const rank = ({ self, gone }) => self ? 0 : gone ? 2 : 1;
	const sorted = [...instances].sort((a, b) => rank(a) - rank(b));
	sorted.forEach(({ identifier }, index) => {
		const { element } = cards.get(identifier);
		if ($('instances').children[index] !== element) $('instances').insertBefore(element, $('instances').children[index]);
	});
	$('instances-count').textContent = instances.filter((instance) => !instance.gone).length;
	$('alone').hidden = instances.length !== 1 || !instances[0].self;
}

const SVG = 'http://www.w3.org/2000/svg';

class InstanceCard {

	constructor({ identifier, self }) {
		this.loads = [];
		this.seen = '';
		this.facts = el('p', { className: 'facts' });
		this.line = document.createElementNS(SVG, 'polyline');
		this.area = document.createElementNS(SVG, 'polygon');
		this.graph = document.createElementNS(SVG, 'svg');
		this.graph.setAttribute('viewBox', '0 0 100 30');
		this.graph.setAttribute('preserveAspectRatio', 'none');
		this.graph.setAttribute('class', 'graph');
		this.graph.setAttribute('aria-hidden', 'true');
		this.graph.append(this.area, this.line);
		this.pulse = el('span', { className: 'pulse' });
		const title = el('p', { className: 'title' }, this.pulse, el('span', { className: 'name', textContent: identifier, title: identifier }));
		if (self) title.append(el('span', { className: 'badge', textContent: 'this one' }));
		this.element = named(el('li', { className: 'instance' }, title, this.facts, this.graph), identifier);
		this.element.dataset.identifier = identifier;
	}

	show({ gone, lastSeen, heartbeat }) {
		this.element.classList.toggle('gone', gone);
		if (gone) {
			this.facts.replaceChildren('Silent, last seen ', time(lastSeen));
			return;
		}
		if (this.seen === lastSeen) return;
		this.seen = lastSeen;
		flash(this.pulse);
		const { port, uptimeSeconds, load } = heartbeat;
		const facts = [];
		if (port !== null) facts.push(['port', port]);
		if (uptimeSeconds !== null) facts.push(['up', duration(uptimeSeconds)]);
		if (typeof load === 'number') facts.push(['load', `${Math.round(load * 100)} %`]);
		this.facts.replaceChildren(...(facts.length > 0
			? facts.map(([name, value]) => el('span', {}, `${name} `, el('b', { textContent: value })))
			: ['Alive, but says nothing that this page understands']));
		this.graph.style.visibility = typeof load === 'number' ? 'visible' : 'hidden';
		if (typeof load === 'number') this.plot(load);
	}

	plot(load) {
		this.loads = [...this.loads, Math.min(Math.max(load, 0), 1)].slice(-30);
		const top = Math.max(0.2, ...this.loads);
		const points = this.loads.map((value, index) =>
			`${(100 - (this.loads.length - 1 - index) * 100 / 29).toFixed(1)},${(28 - 26 * value / top).toFixed(1)}`);
		this.line.setAttribute('points', points.join(' '));
		this.area.setAttribute('points', `${points[0].split(',')[0]},30 ${points.join(' ')} 100,30`);
	}

}

// ---- Messages ----

const shown = new Map();

function showMessages(messages) {
	const list = $('messages');
	const first = shown.size === 0;
	for (const [id, element] of shown) {
		if (!messages.some((message) => message.id === id)) {
			element.remove();
			shown.delete(id);
		}
	}
	messages.forEach((message, index) => {
		let element = shown.get(message.id);
		if (!element) {
			element = named(el('li', { className: 'message' },
				el('p', { className: 'byline' }, el('span', { className: 'name', textContent: message.from, title: message.from }), time(message.time)),
				el('p', { className: 'text', textContent: message.text })), message.from);
			element.classList.toggle('mine', message.from === self);
			shown.set(message.id, element);
			if (!first) flash(element);
		}
		if (list.children[index] !== element) list.insertBefore(element, list.children[index] ?? null);
	});
	filterMessages();
}

function filterMessages() {
	const wanted = $('filter').value.trim().toLowerCase();
	for (const element of shown.values()) {
		element.hidden = !element.textContent.toLowerCase().includes(wanted);
	}
}

$('filter').oninput = filterMessages;

$('composer').onsubmit = async (event) => {
	event.preventDefault();
	const input = $('text');
	if (input.value.trim() === '') return;
	$('composer-error').hidden = true;
	try {
		await call('POST', 'api/messages', { text: input.value });
		input.value = '';
		$('messages').parentElement.scrollTop = 0;
	} catch (problem) {
		$('composer-error').textContent = problem.message;
		$('composer-error').hidden = false;
	}
	input.focus();
};

listen();
