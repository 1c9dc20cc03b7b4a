// What the server does for people beyond their data: pages as long as the client prefers, and what is bound to a person.
const airline = { AirlineCode: 'AA', Name: 'American Airlines' };

module.exports = {
    onAfterRead(data, request) {
        const preferred = /odata\.maxpagesize=(\d+)/.exec(request.headers['prefer'] ?? '');
        if (!preferred || !Array.isArray(data) || request.queryPath.length > 1) {
            return data;
        }
        const size = Number(preferred[1]);
        if (data.length > size) {
            const url = new URL(`http://host${request.url}`);
            url.searchParams.set('$skip', String(request.startIndex + size));
            request.addResponseAnnotation('@odata.nextLink', `People${url.search}`);
        }
        request.addResponseHeader('preference-applied', `odata.maxpagesize=${size}`);
        return data.slice(0, size);
    },
    async executeAction(action, data, keys) {
        switch (action.name) {
            case 'GetFavoriteAirline':
                return airline;
            case 'GetFriendsTrips': {
                const [person] = await this.base.getAllEntries();
                return person.Trips.map((trip) => ({ ...trip, Description: `of ${data.userName}` }));
            }
            case 'ShareTrip':
                if (data.tripId < 0) {
                    this.throwError('No such trip', 400, {
                        error: { code: 'TripUnknown', message: 'There is no such trip', target: 'tripId' },
                    });
                }
                await this.base.updateEntry(
                    keys,
                    { Nickname: `shared ${data.tripId} with ${data.userName}` },
                    { etagReference: data.person['@odata.etag'] },
                );
                return undefined;
            default:
                this.throwError(`${action.name} is not known`, 501);
        }
    },
};
