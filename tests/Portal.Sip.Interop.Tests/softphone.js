// A telephone in a browser, made of sip.js: it plays a tone instead of asking for a microphone.
import { Inviter, Registerer, UserAgent, Web } from "/sip.js/index.js";

const domain = "localhost";

async function tone() {
    const context = new AudioContext();
    const source = context.createOscillator();
    const stream = context.createMediaStreamDestination();
    source.connect(stream);
    source.start();
    return stream.stream;
}

function watch(session) {
    window.session = session;
    window.state = session.state;
    session.stateChange.addListener(state => { window.state = state; });
}

window.register = async (user, password, server) => {
    window.agent = new UserAgent({
        uri: UserAgent.makeURI(`sip:${user}@${domain}`),
        authorizationUsername: user,
        authorizationPassword: password,
        transportOptions: { server },
        logLevel: "error",
        sessionDescriptionHandlerFactory: Web.defaultSessionDescriptionHandlerFactory(tone),
        sessionDescriptionHandlerFactoryOptions: { peerConnectionConfiguration: { iceServers: [] }, iceGatheringTimeout: 500 },
        delegate: { onInvite: invitation => { watch(invitation); invitation.accept(); } },
    });
    await window.agent.start();
    window.registerer = new Registerer(window.agent);
    const answer = new Promise(done => window.registerer.register({ requestDelegate: {
        onAccept: response => done(response.message.statusCode), onReject: response => done(response.message.statusCode) } }));
    return await answer;
};

window.unregister = () => window.registerer.unregister();

window.dial = async user => {
    const inviter = new Inviter(window.agent, UserAgent.makeURI(`sip:${user}@${domain}`));
    watch(inviter);
    await inviter.invite();
};

window.hangUp = () => window.session.bye();
window.ready = true;
